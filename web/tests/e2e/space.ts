import { type Locator, type Page, expect } from '@playwright/test'
import type { Photo } from './photos'

/** A case space as one person sees it, on a phone or at the desk. */
export class Space {
  readonly list: Locator
  readonly box: Locator
  constructor(readonly page: Page) {
    this.list = page.getByRole('log', { name: '案件消息' })
    this.box = page.getByRole('textbox', { name: '说点什么' })
  }

  /** The message with these words. */
  said(words: string | RegExp): Locator { return this.list.getByRole('article').filter({ hasText: words }) }
  async expectSaid(...all: (string | RegExp)[]): Promise<void> {
    for (const words of all) await expect(this.said(words).last()).toBeVisible()
  }
  async say(words: string): Promise<void> {
    await this.box.fill(words)
    await this.page.getByRole('button', { name: '发送', exact: true }).click()
    await expect(this.box).toHaveValue('')
  }
  /** Says words and waits until the court has them: the bubble has no state of its own way any more. */
  async sayAndArrive(words: string): Promise<void> {
    await this.say(words)
    await expect(this.said(words).last().getByRole('status')).toHaveCount(0)
  }
  async openPanel(): Promise<void> { await this.page.getByRole('button', { name: '更多功能' }).click() }

  /** Holds the button as long as a short sentence takes. */
  async talk(): Promise<void> {
    await this.page.getByRole('button', { name: '切换到语音' }).click()
    const hold = await this.page.getByRole('button', { name: '按住 说话' }).boundingBox()
    await this.page.mouse.move(hold!.x + hold!.width / 2, hold!.y + hold!.height / 2)
    await this.page.mouse.down()
    await expect(this.page.getByRole('status').filter({ hasText: '上滑取消' })).toContainText('2"')
    await this.page.mouse.up()
    await expect(this.list.getByRole('button', { name: /播放.*语音/ }).last()).toBeVisible()
    await this.page.getByRole('button', { name: '切换到键盘' }).click()
  }
  async sendPhoto(photo: Photo): Promise<void> {
    await this.page.locator('[data-input="photo"]').setInputFiles(photo)
    const sheet = this.page.getByRole('dialog', { name: '发送 1 张图片' })
    await sheet.getByRole('button', { name: '发送', exact: true }).click()
    await expect(sheet).toBeHidden()
  }
  async sendLocation(name: string): Promise<void> {
    await this.page.getByRole('button', { name: '位置' }).click()
    const sheet = this.page.getByRole('dialog', { name: '发送位置' })
    await sheet.getByRole('button', { name: '使用当前位置' }).click()
    await expect(sheet.getByText(/已定位/)).toBeVisible()
    await sheet.getByLabel('位置名称').fill(name)
    await sheet.getByRole('button', { name: '发送', exact: true }).click()
    await expect(sheet).toBeHidden()
  }
  /** Opens the menu of a message: by the button where there is a mouse, by a long press's own event on a phone. */
  async menuOf(words: string): Promise<Locator> {
    await this.said(words).last().getByText(words).dispatchEvent('contextmenu')
    const menu = this.page.getByRole('dialog', { name: '消息操作' })
    await expect(menu).toBeVisible()
    return menu
  }
  photosBy(name: string): Locator { return this.list.getByRole('button', { name: `查看 ${name} 的图片` }) }
  voices(): Locator { return this.list.getByRole('button', { name: /播放.*语音/ }) }
  place(name: string): Locator { return this.list.getByRole('link', { name: new RegExp(`^在地图中打开.*${name}`) }) }
}
